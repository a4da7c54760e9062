"""The control API: a test or another program is a person, moves the clock, makes trouble, and reads what happened.

`application` puts it together beneath `/control`; `people` has what people do and see, `workspace` all the rest;
`bodies` are the requests; `page` is the documentation, made from the OpenAPI description alone.

Example:
    `POST {control_url}/people/U0ADA0001/command` with `{"command": "/okr", "text": "help"}` answers with what Ada sees.
"""
