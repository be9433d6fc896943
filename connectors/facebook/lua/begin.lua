-- Write down that a part of a line is about to be sent, unless that is known already.
--
-- KEYS: 1 facebook-line  hash  "parts" -> count, part -> state, "since:<part>" -> ms
-- ARGV: 1 part, 2 parts, 3 now ms, 4 lifetime s, 5 "again": send even what is in doubt
-- States: sending, doubtful, sent, arrived (sent, after a doubt).
-- Returns {state before or '', since ms}; only after '' or with "again" it may be sent.

local state = redis.call('HGET', KEYS[1], ARGV[1]) or ''
local since = redis.call('HGET', KEYS[1], 'since:' .. ARGV[1]) or ARGV[3]
if state == '' or (ARGV[5] == 'again' and state ~= 'sent' and state ~= 'arrived') then
  local next = 'sending'
  if state == 'doubtful' then
    next = 'doubtful'
  end
  redis.call('HSET', KEYS[1], 'parts', ARGV[2], ARGV[1], next, 'since:' .. ARGV[1], ARGV[3])
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
return {state, since}
