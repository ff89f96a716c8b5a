"""Form floor: a form is one docxtpl template and one JSON Schema; the renderer and the reader are both derived from them."""

from goalgen.form.catalog import FormFiles, form_files
from goalgen.form.form import Form, load_form, make_form

__all__ = ["Form", "FormFiles", "form_files", "load_form", "make_form"]
