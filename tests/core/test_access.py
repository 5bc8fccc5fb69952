import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import ActingUserMiddleware, acting_as, acting_user_id


@pytest.mark.django_db
def test_nobody_acts_until_somebody_does():
    with acting_as(7):
        assert acting_user_id() == 7
    assert acting_user_id() is None


@pytest.mark.django_db
def test_a_nested_use_gives_the_former_user_back():
    with acting_as(7):
        with acting_as(8):
            assert acting_user_id() == 8
        assert acting_user_id() == 7


@pytest.mark.django_db
def test_a_failed_nested_use_gives_the_former_user_back():
    with acting_as(7):
        with pytest.raises(ZeroDivisionError), acting_as(8):
            raise ZeroDivisionError
        assert acting_user_id() == 7


@pytest.mark.django_db
def test_a_request_runs_as_its_user(rf):
    request = rf.get("/")
    request.user = User(pk=5)
    seen = []
    ActingUserMiddleware(lambda _: seen.append(acting_user_id()) or HttpResponse())(request)
    assert seen == [5]


@pytest.mark.django_db
def test_a_visitor_without_account_is_nobody(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    seen = []
    ActingUserMiddleware(lambda _: seen.append(acting_user_id()) or HttpResponse())(request)
    assert seen == [None]


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "kept"), [(200, 1), (404, 1), (500, 0), (503, 0)])
def test_a_fault_undoes_what_the_request_wrote(rf, status, kept):
    request = rf.get("/")
    request.user = AnonymousUser()

    def view(_request):
        system_actor("clock")
        return HttpResponse(status=status)

    ActingUserMiddleware(view)(request)
    assert User.objects.filter(username="system:clock").count() == kept


@pytest.mark.django_db
def test_a_stream_runs_as_the_user_who_asked(rf):
    request = rf.get("/")
    request.user = User(pk=5)
    response = ActingUserMiddleware(
        lambda _: StreamingHttpResponse(str(acting_user_id()).encode() for _turn in range(2))
    )(request)
    assert acting_user_id() is None
    assert b"".join(response.streaming_content) == b"55"


@pytest.mark.django_db
def test_the_fixture_puts_on_the_serving_role(acting_as):
    actor = system_actor("shell")
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("titian_app",)
        assert acting_user_id() == actor.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() != ("titian_app",)
