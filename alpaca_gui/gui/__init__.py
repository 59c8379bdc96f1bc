"""The window. Qt lives here and nowhere else; nothing here decodes, classifies or walks folders."""
