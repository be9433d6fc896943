-- Write down that a part of a line has arrived, from the answer or from the echo.
--
-- KEYS, both of one conversation's partition:
--   1 facebook-line  hash  "parts" -> count, part -> state, "since:<part>" -> ms
--   2 facebook-mids  hash  mid -> part
-- ARGV: 1 part, 2 mid, 3 lifetime s
-- Returns {1 if the part was ours, 1 if a doubt about it is over, 1 if no part is missing}

local state = redis.call('HGET', KEYS[1], ARGV[1])
if not state then
  return {0, 0, 0}
end
if state == 'doubtful' then
  state = 'arrived'
elseif state == 'sending' then
  state = 'sent'
end
redis.call('HSET', KEYS[1], ARGV[1], state)
redis.call('HSET', KEYS[2], ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
local doubted, whole = 0, 1
for part = 1, tonumber(redis.call('HGET', KEYS[1], 'parts')) do
  local one = redis.call('HGET', KEYS[1], tostring(part))
  if one == 'arrived' then
    doubted = 1
  elseif one ~= 'sent' then
    whole = 0
  end
end
return {1, doubted, whole}
