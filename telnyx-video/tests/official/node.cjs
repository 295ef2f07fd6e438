// Calls all 25 operations with the official Node SDK on the server in TELNYX_BASE_URL.
//
// The arguments are ids on the server: a room, its session, a participant and two recordings.

const assert = require("node:assert/strict");
const { Telnyx } = require("telnyx");

const [room, session, participant, firstRecording, secondRecording] = process.argv.slice(2);
const client = new Telnyx();

async function ids(list) {
  const result = [];
  for await (const item of list) result.push(item.id);
  return result;
}

async function main() {
  const { rooms, roomParticipants, roomRecordings, roomCompositions } = client;
  const { sessions } = rooms;
  const url = "https://hooks.example.com/a";
  const created = await rooms.create({ unique_name: "node", max_participants: 5, webhook_event_url: url });
  assert.equal(created.data.max_participants, 5);
  await assert.rejects(rooms.create({ unique_name: "node" }), Telnyx.UnprocessableEntityError);
  const retrieved = await rooms.retrieve(room, { include_sessions: true });
  assert.equal(retrieved.data.sessions[0].id, session);
  const updated = await rooms.update(created.data.id, { enable_recording: true });
  assert.equal(updated.data.enable_recording, true);
  assert.deepEqual(await ids(rooms.list({ filter: { unique_name: "node" } })), [created.data.id]);
  const tokens = await rooms.actions.generateJoinClientToken(created.data.id, { token_ttl_secs: 60 });
  const { refresh_token } = tokens.data;
  const refreshed = await rooms.actions.refreshClientToken(created.data.id, { refresh_token });
  assert.notEqual(refreshed.data.token, tokens.data.token);
  await rooms.delete(created.data.id);
  await assert.rejects(rooms.retrieve(created.data.id), Telnyx.NotFoundError);

  const active = { filter: { active: true }, include_participants: true };
  assert.deepEqual(await ids(sessions.list0(active)), [session]);
  const since = { filter: { date_created_at: { gte: "2020-01-01" } } };
  assert.deepEqual(await ids(sessions.list1(room, since)), [session]);
  const sessionWithParticipants = await sessions.retrieve(session, { include_participants: true });
  assert.equal(sessionWithParticipants.data.participants[0].id, participant);
  assert.deepEqual(await ids(sessions.retrieveParticipants(session)), [participant]);
  assert.deepEqual(await ids(roomParticipants.list({ filter: { session_id: session } })), [participant]);
  assert.equal((await roomParticipants.retrieve(participant)).data.session_id, session);

  const processing = await ids(roomRecordings.list({ filter: { status: "processing" } }));
  assert.deepEqual(processing, [firstRecording, secondRecording]);
  const recording = await roomRecordings.retrieve(firstRecording);
  assert.equal(recording.data.participant_id, participant);
  await roomRecordings.delete(firstRecording);
  const deleted = await roomRecordings.deleteBulk({ filter: { room_id: room } });
  assert.equal(deleted.data.room_recordings, 1);
  await assert.rejects(roomRecordings.retrieve(secondRecording), Telnyx.NotFoundError);

  const video_layout = { all: { x_pos: 0, width: 640, height: 480 } };
  const settings = { session_id: session, resolution: "640x480", video_layout };
  const composition = (await roomCompositions.create(settings)).data.id;
  assert.equal((await roomCompositions.retrieve(composition)).data.status, "enqueued");
  assert.deepEqual(await ids(roomCompositions.list({ filter: { status: "enqueued" } })), [composition]);
  await roomCompositions.delete(composition);

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
