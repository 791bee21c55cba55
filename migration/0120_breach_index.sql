-- What happened without leave is rare and looked for often: whoever leads sees it on the floor.
CREATE INDEX contact_breach ON contact (on_day) WHERE breach = 1;
