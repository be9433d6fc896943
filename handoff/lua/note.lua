-- Keep a note beside a conversation, mark it for whom it mentions, and tell the feed, in one step.
--
-- KEYS, all of one conversation's partition:
--   1 notes     hash    note id -> 'number JSON', numbered in the order they came
--   2 asked     zset    'question conversation' -> ms; open questions to everybody
--   3 marks     hash    'agent conversation' -> ms; who was mentioned and has not looked
--   4 feed      stream  what happens
-- ARGV: 1 JSON {c, id, body, at, at_ms, question (boolean), answers ('' if none), mentions [agent],
--       lifetime}
-- Returns 1 | 0 if a note of this id is there

local note = cjson.decode(ARGV[1])
if redis.call('HEXISTS', KEYS[1], note.id) == 1 then
  return 0
end
local number = redis.call('HLEN', KEYS[1]) + 1
redis.call('HSET', KEYS[1], note.id, number .. ' ' .. note.body)
redis.call('EXPIRE', KEYS[1], note.lifetime)
if note.question then
  -- What nobody has answered for so long may have lost its words already.
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', note.at_ms - note.lifetime * 1000)
  redis.call('ZADD', KEYS[2], note.at_ms, note.id .. ' ' .. note.c)
end
if note.answers ~= '' then
  redis.call('ZREM', KEYS[2], note.answers .. ' ' .. note.c)
end
for _, agent in ipairs(note.mentions) do
  redis.call('HSET', KEYS[3], agent .. ' ' .. note.c, note.at_ms)
end
redis.call('XADD', KEYS[4], '*', 'kind', 'noted', 'c', note.c, 'at', note.at, 'note', note.id)
return 1
