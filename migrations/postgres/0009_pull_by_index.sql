-- A page of what changed is read along the index that has it in order, however
-- little the planner knows of the table: without its statistics (a centre that
-- was just filled) it would gather and sort all that is left, page after page.
ALTER FUNCTION kiosk.pull_records(text, bigint, bigint, int) SET enable_bitmapscan TO off;
ALTER FUNCTION kiosk.pull_records(text, bigint, bigint, int) SET enable_seqscan TO off;
ALTER FUNCTION kiosk.pull_tombstones(bigint, bigint, int) SET enable_bitmapscan TO off;
ALTER FUNCTION kiosk.pull_tombstones(bigint, bigint, int) SET enable_seqscan TO off;
ALTER FUNCTION kiosk.pull_token_ends(bigint, bigint, int) SET enable_bitmapscan TO off;
ALTER FUNCTION kiosk.pull_token_ends(bigint, bigint, int) SET enable_seqscan TO off;
