-- Delete all that was said in a conversation and is known of it.
--
-- KEYS, all of one conversation's partition:
--   1 hold        hash    owner, epoch, agent, deadline, since, packet
--   2 context     string  JSON
--   3 transcript  list    JSON lines
--   4 late        hash    message id -> JSON change that came before its message
--   5 progress    hash    delivered, read -> ms
--   6 in:items    zset    message id -> order
--   7 in:bodies   hash    message id -> JSON message
--   8 in:dead     list    JSON dead letters
--   9 out:items   zset    line id -> place in the transcript
--  10 out:bodies  hash    line id -> JSON line
--  11 out:dead    list    JSON dead letters
--  12 in:graves   set     conversations with dead letters
--  13 out:graves  set     conversations with dead letters
--  14 recent      zset    conversation -> ms
--  15 in:ready    zset    conversation -> due, ms
--  16 in:first    hash    conversation -> when its oldest unread line came, ms
--  17 out:ready   zset    conversation -> due, ms
--  18 feed        stream  what happens
--  19 notes       hash    note id -> 'number JSON'
--  20 asked       zset    'question conversation' -> ms
--  21 marks       hash    'agent conversation' -> ms
--  22 place       hash    see handoff/routing/lua/offer.lua
--  23 watching    hash    'agent conversation' -> what they have seen
-- ARGV: 1 conversation, 2 at

if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'packet', '')
end
for place = 2, 11 do
  redis.call('DEL', KEYS[place])
end
redis.call('SREM', KEYS[12], ARGV[1])
redis.call('SREM', KEYS[13], ARGV[1])
for _, place in ipairs({14, 15, 17}) do
  redis.call('ZREM', KEYS[place], ARGV[1])
end
redis.call('HDEL', KEYS[16], ARGV[1])
local notes = redis.call('HGETALL', KEYS[19])
for place = 1, #notes, 2 do
  redis.call('ZREM', KEYS[20], notes[place] .. ' ' .. ARGV[1])
  local note = cjson.decode(string.match(notes[place + 1], '^%d+ (.*)$'))
  for _, agent in ipairs(note.mentions) do
    redis.call('HDEL', KEYS[21], agent .. ' ' .. ARGV[1])
  end
end
redis.call('DEL', KEYS[19])
redis.call('HDEL', KEYS[22], 'step')
for _, name in ipairs(redis.call('HKEYS', KEYS[23])) do
  if string.match(name, ' (.*)$') == ARGV[1] then
    redis.call('HDEL', KEYS[23], name)
  end
end
redis.call('XADD', KEYS[18], '*', 'kind', 'forgotten', 'c', ARGV[1], 'at', ARGV[2])
