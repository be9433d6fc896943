-- Look at the whole desk in one step and count what must never be.
--
-- For the test only: it touches all partitions, as one server allows.
-- ARGV: 1 prefix, 2 partitions, 3 units an agent may have, 4... 'conversation|partition|weight'
-- Returns {queued, offered, held, closed, without_owner_or_deadline, over_capacity, seatless}

local prefix, partitions, units = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local queued, offered, held, closed, lost, over, seatless = 0, 0, 0, 0, 0, 0, 0
local load = {}
for place = 4, #ARGV do
  local c, partition, weight = string.match(ARGV[place], '^(.*)|(%d+)|(%d+)$')
  local base = prefix .. ':{' .. partition .. '}:'
  local hold = redis.call('HMGET', base .. 'hold:' .. c, 'owner', 'agent', 'deadline')
  local owner, agent, deadline = hold[1], hold[2], hold[3]
  if owner == 'nobody' then
    closed = closed + 1
  elseif owner == 'queue' then
    queued = queued + 1
    local stand = redis.call('HMGET', base .. 'place:' .. c, 'agent', 'until', 'queued_at')
    if stand[1] then
      offered = offered + 1
    end
    if not redis.call('ZSCORE', base .. 'waiting', c) or deadline == '' or not stand[3]
        or (stand[1] and not redis.call('ZSCORE', base .. 'offers', c)) then
      lost = lost + 1
    end
  elseif owner == 'agent' then
    held = held + 1
    load[agent] = (load[agent] or 0) + tonumber(weight)
    if redis.call('HGET', base .. 'held', c) ~= agent or deadline == '' then
      lost = lost + 1
    end
    if redis.call('HEXISTS', prefix .. ':{agents}:seats:' .. agent, c) == 0 then
      seatless = seatless + 1
    end
  else
    lost = lost + 1
  end
end
for _, its in pairs(load) do
  if its > units then
    over = over + 1
  end
end
return {queued, offered, held, closed, lost, over, seatless}
