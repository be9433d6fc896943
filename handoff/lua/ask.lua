-- Note that somebody is asked how satisfied they are, unless they were asked lately.
--
-- KEYS: strings, one for each name of theirs; all of surveys
-- ARGV: 1 seconds
-- Returns 1 | 0 if one of them was asked lately

if redis.call('EXISTS', unpack(KEYS)) > 0 then
  return 0
end
for _, key in ipairs(KEYS) do
  redis.call('SET', key, '1', 'EX', ARGV[1])
end
return 1
