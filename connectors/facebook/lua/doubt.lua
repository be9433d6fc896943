-- Write down that nobody knows whether a part of a line has arrived.
--
-- KEYS: 1 facebook-line  hash  part -> state
-- ARGV: 1 part
-- Returns 1, or 0 if its echo has come in the meantime.

local state = redis.call('HGET', KEYS[1], ARGV[1])
if state == 'sent' or state == 'arrived' then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], 'doubtful')
return 1
