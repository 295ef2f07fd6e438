"""All 25 operations through the official Python SDK, unmodified, against the server in TELNYX_BASE_URL.

The arguments are what the server begins with: a participant in a session of a room, and two recordings.
"""

import sys

import telnyx

room, session, participant, first_recording, second_recording = sys.argv[1:]
client = telnyx.Telnyx()
rooms, sessions = client.rooms, client.rooms.sessions


def equal(actual, expected):
    assert str(actual) == str(expected), f"{actual!r} is not {expected!r}"


def refused(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error.__name__} was expected")


made = rooms.create(unique_name="python", max_participants=5, webhook_event_url="https://hooks.example.com/a")
equal(made.data.max_participants, 5)
refused(telnyx.UnprocessableEntityError, lambda: rooms.create(unique_name="python"))
equal(rooms.retrieve(room, include_sessions=True).data.sessions[0].id, session)
equal(rooms.update(made.data.id, enable_recording=True).data.enable_recording, True)
equal([it.id for it in rooms.list(filter={"unique_name": "python"})], [made.data.id])
equal(len(list(rooms.list(page_size=1))), 2)
tokens = rooms.actions.generate_join_client_token(made.data.id, token_ttl_secs=60)
fresh = rooms.actions.refresh_client_token(made.data.id, refresh_token=tokens.data.refresh_token)
assert fresh.data.token != tokens.data.token
rooms.delete(made.data.id)
refused(telnyx.NotFoundError, lambda: rooms.retrieve(made.data.id))

equal([it.id for it in sessions.list_0(filter={"active": True}, include_participants=True)], [session])
equal([it.id for it in sessions.list_1(room, filter={"date_created_at": {"gte": "2020-01-01"}})], [session])
equal(sessions.retrieve(session, include_participants=True).data.participants[0].id, participant)
equal([it.id for it in sessions.retrieve_participants(session)], [participant])
people = client.room_participants
equal([it.id for it in people.list(filter={"session_id": session})], [participant])
equal(people.retrieve(participant).data.session_id, session)

recordings = client.room_recordings
equal(len(list(recordings.list(filter={"status": "processing"}))), 2)
equal(recordings.retrieve(first_recording).data.participant_id, participant)
recordings.delete(first_recording)
equal(recordings.delete_bulk(filter={"room_id": room}).data.room_recordings, 1)
refused(telnyx.NotFoundError, lambda: recordings.retrieve(second_recording))

compositions = client.room_compositions
layout = {"all": {"x_pos": 0, "width": 640, "height": 480}}
composed = compositions.create(session_id=session, resolution="640x480", video_layout=layout).data.id
equal(compositions.retrieve(composed).data.status, "enqueued")
equal([it.id for it in compositions.list(filter={"status": "enqueued"})], [composed])
compositions.delete(composed)

actions = sessions.actions
equal(actions.mute(session, participants="all").data.result, "ok")
equal(actions.unmute(session, participants=[participant]).data.result, "ok")
equal(actions.kick(session, participants="all", exclude=[participant]).data.result, "ok")
equal(actions.end(session).data.result, "ok")
equal(sessions.retrieve(session).data.active, False)
