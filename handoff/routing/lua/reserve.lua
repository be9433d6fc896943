-- Take a seat with an agent, if there is room.
--
-- KEYS, all under the tag of agents:
--   1 seats:<agent>  hash  conversation -> number:kind:weight
--   2 given          zset  agent -> when they were last given something, ms
-- ARGV: 1 JSON {agent, c, number, kind, weight, units, most (-1: as many as fit), at_ms}
-- Returns 1 | 0 if there is no room, or a newer offer has the seat

local order = cjson.decode(ARGV[1])
local units, of_kind = 0, 0
local seats = redis.call('HGETALL', KEYS[1])
for place = 1, #seats, 2 do
  local number, kind, weight = string.match(seats[place + 1], '^(%d+):(%a+):(%d+)$')
  if seats[place] ~= order.c then
    units = units + tonumber(weight)
    if kind == order.kind then
      of_kind = of_kind + 1
    end
  elseif tonumber(number) == order.number then
    return 1
  elseif tonumber(number) > order.number then
    return 0
  end
end
if units + order.weight > order.units or (order.most >= 0 and of_kind >= order.most) then
  return 0
end
redis.call('HSET', KEYS[1], order.c, order.number .. ':' .. order.kind .. ':' .. order.weight)
redis.call('ZADD', KEYS[2], order.at_ms, order.agent)
return 1
