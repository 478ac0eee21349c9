"""How fast Odos is beside an application written by hand for the same data. `make bench` runs it.

`__main__` reads the options and prepares the environment, `program` runs the items and prints the table.

    options, environment, settings, urls, wsgi    one run: its size, servers, Django settings, processes
    documents, people, rows                       what is measured: metadata, users, equal rows on both sides
    reference/                                    the application by hand: ModelViewSet; raw SQL and orjson
    items/                                        what is measured, one module for each subject
    measuring, results                            interleaved calls, medians; the table and results.json
    in_process, statements                        calls through WSGI, and what they ask the database
    web, load                                     real processes, and the load on them

It knows Odos by its HTTP contract, and by public operations where it prepares something.
"""
