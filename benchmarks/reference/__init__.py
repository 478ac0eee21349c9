"""The application by hand: what a competent Django developer writes for one fixed model of twenty fields.

`model_views` is Django REST framework as its documentation teaches it (ModelViewSet, ModelSerializer,
select_related); `raw_views` is SQL and orjson. Both stand behind the authentication of Odos and have the
indexes that Odos gives the same entity. Neither audits nor queues events, though Odos does.
"""
