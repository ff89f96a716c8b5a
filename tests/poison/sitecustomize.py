"""Poison for tests: put this folder on PYTHONPATH, and some files do to the process that opens them what their name says.

`杀` kills it, `挂` hangs, `吃` eats memory, `弱` kills it unless it is new; what is named `工` kills the worker that fetches it.
Nothing of it is in the product: Python imports this module by itself when a process starts.
"""

import os
import signal
import sys
import time

if "goalgen.fleet.child" in sys.orig_argv:
    from goalgen.desk import documents

    read, served = documents.read, []

    def poisoned(data, name, *rest):
        served.append(name)
        if "杀" in name or ("弱" in name and len(served) > 1):
            os.kill(os.getpid(), signal.SIGKILL)
        if "挂" in name:
            time.sleep(3600)
        if "吃" in name:
            eaten = []
            while True:
                eaten.append(bytearray(8 << 20))
        return read(data, name, *rest)

    documents.read = poisoned
elif any("dask_worker" in each or "distributed" in each or "spawn_main" in each for each in sys.orig_argv):
    import importlib.abc
    import importlib.util

    class Finder(importlib.abc.MetaPathFinder):
        """Poisons the module of the worker when it is imported, and not before: `goalgen` need not be."""

        def find_spec(self, name, path=None, target=None):
            if name != "goalgen.fleet.work":
                return None
            sys.meta_path.remove(self)
            spec = importlib.util.find_spec(name)
            run = spec.loader.exec_module

            def act(module):
                run(module)
                fetch = module._bytes

                def fatal(source, entry):
                    if "工" in entry.path:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return fetch(source, entry)

                module._bytes = fatal

            spec.loader.exec_module = act
            return spec

    sys.meta_path.insert(0, Finder())
