"""Calls all 25 operations with the official Python SDK on the server in TELNYX_BASE_URL.

The arguments are ids on the server: a room, its session, a participant and two recordings.
"""

import sys

import telnyx

room, session, participant, first_recording, second_recording = sys.argv[1:]
client = telnyx.Telnyx()
rooms, sessions = client.rooms, client.rooms.sessions


def equal(actual, expected):
    assert str(actual) == str(expected), f"{actual!r} is not {expected!r}"


def assert_raises(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error.__name__} was expected")


created = rooms.create(unique_name="python", max_participants=5, webhook_event_url="https://hooks.example.com/a")
equal(created.data.max_participants, 5)
assert_raises(telnyx.UnprocessableEntityError, lambda: rooms.create(unique_name="python"))
equal(rooms.retrieve(room, include_sessions=True).data.sessions[0].id, session)
equal(rooms.update(created.data.id, enable_recording=True).data.enable_recording, True)
equal([it.id for it in rooms.list(filter={"unique_name": "python"})], [created.data.id])
equal(len(list(rooms.list(page_size=1))), 2)
tokens = rooms.actions.generate_join_client_token(created.data.id, token_ttl_secs=60)
refreshed = rooms.actions.refresh_client_token(created.data.id, refresh_token=tokens.data.refresh_token)
assert refreshed.data.token != tokens.data.token
rooms.delete(created.data.id)
assert_raises(telnyx.NotFoundError, lambda: rooms.retrieve(created.data.id))

equal([it.id for it in sessions.list_0(filter={"active": True}, include_participants=True)], [session])
equal([it.id for it in sessions.list_1(room, filter={"date_created_at": {"gte": "2020-01-01"}})], [session])
equal(sessions.retrieve(session, include_participants=True).data.participants[0].id, participant)
equal([it.id for it in sessions.retrieve_participants(session)], [participant])
participants = client.room_participants
equal([it.id for it in participants.list(filter={"session_id": session})], [participant])
equal(participants.retrieve(participant).data.session_id, session)

recordings = client.room_recordings
equal(len(list(recordings.list(filter={"status": "processing"}))), 2)
equal(recordings.retrieve(first_recording).data.participant_id, participant)
recordings.delete(first_recording)
equal(recordings.delete_bulk(filter={"room_id": room}).data.room_recordings, 1)
assert_raises(telnyx.NotFoundError, lambda: recordings.retrieve(second_recording))

compositions = client.room_compositions
layout = {"all": {"x_pos": 0, "width": 640, "height": 480}}
composition = compositions.create(session_id=session, resolution="640x480", video_layout=layout).data.id
equal(compositions.retrieve(composition).data.status, "enqueued")
equal([it.id for it in compositions.list(filter={"status": "enqueued"})], [composition])
compositions.delete(composition)

actions = sessions.actions
equal(actions.mute(session, participants="all").data.result, "ok")
equal(actions.unmute(session, participants=[participant]).data.result, "ok")
equal(actions.kick(session, participants="all", exclude=[participant]).data.result, "ok")
equal(actions.end(session).data.result, "ok")
equal(sessions.retrieve(session).data.active, False)
