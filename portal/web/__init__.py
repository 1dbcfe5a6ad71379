"""The pages. `app.create_app` wires them; one folder an area, with its views and view models."""
