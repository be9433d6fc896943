-- Say whether an agent has a conversation at hand, or is offered it under a number.
--
-- KEYS, of one conversation's partition:
--   1 hold   hash  owner, agent, ...
--   2 place  hash  see offer.lua
-- ARGV: 1 agent, 2 number
-- Returns 1 | 0

local hold = redis.call('HMGET', KEYS[1], 'owner', 'agent')
if hold[1] == 'agent' and hold[2] == ARGV[1] then
  return 1 - redis.call('HEXISTS', KEYS[2], 'laid_until')
end
local place = redis.call('HMGET', KEYS[2], 'agent', 'number')
return (place[1] == ARGV[1] and place[2] == ARGV[2]) and 1 or 0
