"""The seals of the record, as one who does not sit beside the database sees them."""
