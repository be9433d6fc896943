-- Take one call out of a budget, or say how long to wait. Changes nothing when it is to wait.
--
-- KEYS, all of one account:
--   1 budget  sorted set  call -> ms at which it was made
--   2 gate    hash        remaining, reset (ms): what X's headers said last of minutes,
--   3 gate    hash        and of the day
-- ARGV: 1 now ms, 2 call ('' only asks), 3 by a person 0/1, 4 and 5 the gates' reserves,
--   then for each window: span ms, limit, reserve
-- Returns the ms to wait, 0 if the call may be made (and was counted).

local now, call, person = tonumber(ARGV[1]), ARGV[2], ARGV[3] == '1'
local wait, longest = 0, 0

for n = 6, #ARGV, 3 do
  local span, limit, reserve = tonumber(ARGV[n]), tonumber(ARGV[n + 1]), tonumber(ARGV[n + 2])
  local allowed = person and limit or limit - reserve
  local since = '(' .. (now - span)
  local used = redis.call('ZCOUNT', KEYS[1], since, '+inf')
  if used >= allowed then
    local freeing = redis.call('ZRANGEBYSCORE', KEYS[1], since, '+inf', 'WITHSCORES',
      'LIMIT', used - allowed, 1)
    wait = math.max(wait, tonumber(freeing[2]) + span - now)
  end
  longest = math.max(longest, span)
end

local shut = {}
for n = 2, 3 do
  local gate = redis.call('HMGET', KEYS[n], 'remaining', 'reset')
  local remaining, reset = tonumber(gate[1]), tonumber(gate[2])
  if reset and reset > now then
    shut[#shut + 1] = KEYS[n]
    if remaining <= (person and 0 or tonumber(ARGV[n + 2])) then
      wait = math.max(wait, reset - now)
    end
  end
end

if wait > 0 or call == '' then
  return math.ceil(wait)
end
redis.call('ZADD', KEYS[1], now, call)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
redis.call('PEXPIRE', KEYS[1], longest)
for _, gate in ipairs(shut) do
  redis.call('HINCRBY', gate, 'remaining', -1)
end
return 0
