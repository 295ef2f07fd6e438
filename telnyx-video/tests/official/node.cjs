// All 25 operations through the official Node SDK, unmodified, against the server in TELNYX_BASE_URL.
//
// The arguments are what the server begins with: a participant in a session of a room, and two recordings.

const assert = require("node:assert/strict");
const { Telnyx } = require("telnyx");

const [room, session, participant, firstRecording, secondRecording] = process.argv.slice(2);
const client = new Telnyx();

async function all(list) {
  const items = [];
  for await (const item of list) items.push(item.id);
  return items;
}

async function main() {
  const { rooms, roomParticipants, roomRecordings, roomCompositions } = client;
  const { sessions } = rooms;
  const url = "https://hooks.example.com/a";
  const made = await rooms.create({ unique_name: "node", max_participants: 5, webhook_event_url: url });
  assert.equal(made.data.max_participants, 5);
  await assert.rejects(rooms.create({ unique_name: "node" }), Telnyx.UnprocessableEntityError);
  const seen = await rooms.retrieve(room, { include_sessions: true });
  assert.equal(seen.data.sessions[0].id, session);
  const changed = await rooms.update(made.data.id, { enable_recording: true });
  assert.equal(changed.data.enable_recording, true);
  assert.deepEqual(await all(rooms.list({ filter: { unique_name: "node" } })), [made.data.id]);
  const tokens = await rooms.actions.generateJoinClientToken(made.data.id, { token_ttl_secs: 60 });
  const { refresh_token } = tokens.data;
  const fresh = await rooms.actions.refreshClientToken(made.data.id, { refresh_token });
  assert.notEqual(fresh.data.token, tokens.data.token);
  await rooms.delete(made.data.id);
  await assert.rejects(rooms.retrieve(made.data.id), Telnyx.NotFoundError);

  const active = { filter: { active: true }, include_participants: true };
  assert.deepEqual(await all(sessions.list0(active)), [session]);
  const since = { filter: { date_created_at: { gte: "2020-01-01" } } };
  assert.deepEqual(await all(sessions.list1(room, since)), [session]);
  const inside = await sessions.retrieve(session, { include_participants: true });
  assert.equal(inside.data.participants[0].id, participant);
  assert.deepEqual(await all(sessions.retrieveParticipants(session)), [participant]);
  assert.deepEqual(await all(roomParticipants.list({ filter: { session_id: session } })), [participant]);
  assert.equal((await roomParticipants.retrieve(participant)).data.session_id, session);

  const processing = await all(roomRecordings.list({ filter: { status: "processing" } }));
  assert.deepEqual(processing, [firstRecording, secondRecording]);
  const recording = await roomRecordings.retrieve(firstRecording);
  assert.equal(recording.data.participant_id, participant);
  await roomRecordings.delete(firstRecording);
  const deleted = await roomRecordings.deleteBulk({ filter: { room_id: room } });
  assert.equal(deleted.data.room_recordings, 1);
  await assert.rejects(roomRecordings.retrieve(secondRecording), Telnyx.NotFoundError);

  const video_layout = { all: { x_pos: 0, width: 640, height: 480 } };
  const settings = { session_id: session, resolution: "640x480", video_layout };
  const composed = (await roomCompositions.create(settings)).data.id;
  assert.equal((await roomCompositions.retrieve(composed)).data.status, "enqueued");
  assert.deepEqual(await all(roomCompositions.list({ filter: { status: "enqueued" } })), [composed]);
  await roomCompositions.delete(composed);

  const { actions } = sessions;
  assert.equal((await actions.mute(session, { participants: "all" })).data.result, "ok");
  assert.equal((await actions.unmute(session, { participants: [participant] })).data.result, "ok");
  await actions.kick(session, { participants: "all", exclude: [participant] });
  await actions.end(session);
  assert.equal((await sessions.retrieve(session)).data.active, false);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
