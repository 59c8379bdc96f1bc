"""The dialog that takes records out of the library: tables, a contact sheet, pictures sorted into folders."""
