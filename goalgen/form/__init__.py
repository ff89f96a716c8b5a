"""Form floor: a form is one docxtpl template and one JSON Schema; the renderer and the reader are both derived from them.

What only lists forms or looks into their schemas does not pay for lxml and Jinja: `Form` and what makes one come lazily.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goalgen.form.catalog import FormFiles, form_files, form_name
from goalgen.lazily import lazily

if TYPE_CHECKING:
    from goalgen.form.form import Form
    from goalgen.form.loading import load_form, load_layouts, make_form
    from goalgen.form.making import remarks

__all__ = ["Form", "FormFiles", "form_files", "form_name", "load_form", "load_layouts", "make_form", "remarks"]
__getattr__ = lazily(
    __name__,
    {
        "Form": "form",
        "load_form": "loading",
        "load_layouts": "loading",
        "make_form": "loading",
        "remarks": "making",
    },
)
