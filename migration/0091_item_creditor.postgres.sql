-- A creditor's items are read all at once, in the order in which they came in: a few numbers for each range of pages
-- serve that as well as an entry for each item, and cost a load nothing.
DROP INDEX item_creditor;
CREATE INDEX item_creditor ON item USING brin (creditor_id) WITH (pages_per_range = 16, autosummarize = on);
