"""The functions of the site: fetched once per revision, searched, and described in JSON Schema."""
