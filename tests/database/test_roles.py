from __future__ import annotations

from odos.database.roles import application_parameters, role_password, roles_of


def test_roles_are_named_after_the_database():
    assert roles_of("odos").app == "odos_app"
    assert roles_of("odos").audit == "odos_audit"
    assert roles_of("crm").app == "odos_crm_app"


def test_a_long_database_name_still_gives_names_that_fit_and_differ():
    names = {roles_of("d" * 60 + end).app for end in "ab"}
    assert len(names) == 2
    assert all(len(name) <= 63 for name in names)


def test_the_application_signs_in_as_its_own_role():
    parameters = application_parameters(
        "postgresql://owner:secret@db.example.com:5433/odos?sslmode=require", "key"
    )
    assert parameters == {
        "host": "db.example.com",
        "port": "5433",
        "dbname": "odos",
        "sslmode": "require",
        "user": "odos_app",
        "password": role_password("key", "odos_app"),
    }


def test_an_address_of_the_application_role_is_taken_as_it_is():
    parameters = application_parameters("postgresql://odos_app:own@db/odos", "key")
    assert (parameters["user"], parameters["password"]) == ("odos_app", "own")


def test_the_password_depends_on_key_and_role():
    assert len({role_password(key, role) for key in "ab" for role in "cd"}) == 4
