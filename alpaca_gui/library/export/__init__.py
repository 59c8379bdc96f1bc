"""Takes records out of the library: tables, sorted folders, a contact sheet. No record and no picture is changed."""
