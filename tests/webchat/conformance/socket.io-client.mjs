/* Speaks Rasa's protocol with the unmodified socket.io-client 4.
 * Usage: node socket.io-client.mjs <server> <transport> <what to say> <what to wait for>. */

import { io } from "socket.io-client";

const [server, transport, words, expected] = process.argv.slice(2);
const shown = [];
const socket = io(server, { path: "/socket.io/", transports: [transport], reconnection: false });

const timer = setTimeout(() => fail("nothing more came"), 15_000);
const fail = (why) => {
  console.error(`${why}; shown: ${JSON.stringify(shown)}`);
  process.exit(1);
};

socket.on("connect_error", (error) => fail(error.message));
socket.on("connect", () => socket.emit("session_request", { session_id: null }));
socket.on("session_confirm", (session) => {
  socket.emit("user_uttered", { message: words, customData: {}, session_id: session }, (answer) => {
    shown.push({ answer });
  });
});
socket.on("bot_uttered", (utterance) => {
  shown.push(utterance);
  if (!utterance.text?.includes(expected)) return;
  clearTimeout(timer);
  console.log(JSON.stringify({ shown }));
  socket.disconnect();
  process.exit(0); // a long poll may still be open
});
