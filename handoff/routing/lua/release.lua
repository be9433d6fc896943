-- Give a seat back, if it is still taken under the number named.
--
-- KEYS: 1 seats:<agent>  hash  conversation -> number:kind:weight
-- ARGV: 1 conversation, 2 number
-- Returns 1 | 0

local seat = redis.call('HGET', KEYS[1], ARGV[1])
if not seat or string.match(seat, '^%d+') ~= ARGV[2] then
  return 0
end
return redis.call('HDEL', KEYS[1], ARGV[1])
