"""The paid services behind two small classes, one for the model and one for the search."""
