-- What kind of credit a creditor's portfolio holds, where the company has said so; empty: what each product's name says.
ALTER TABLE portfolio ADD COLUMN segment TEXT NOT NULL DEFAULT '';
