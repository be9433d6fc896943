-- Return all agents who were seen, or given something, with what takes room with them.
--
-- KEYS, all under the tag of agents:
--   1 seen    zset  agent -> ms
--   2 chosen  hash  agent -> presence
--   3 given   zset  agent -> ms
-- ARGV: 1 what the keys of seats begin with (same tag, hence same slot)
-- Returns {{agent, chosen, seen, given, conversation, seat, ...}, ...}; '' where nothing is known

local answer = {}
for _, agent in ipairs(redis.call('ZUNION', 2, KEYS[1], KEYS[3])) do
  local one = {agent, redis.call('HGET', KEYS[2], agent) or '',
    redis.call('ZSCORE', KEYS[1], agent) or '', redis.call('ZSCORE', KEYS[3], agent) or ''}
  for _, part in ipairs(redis.call('HGETALL', ARGV[1] .. agent)) do
    one[#one + 1] = part
  end
  answer[#answer + 1] = one
end
return answer
