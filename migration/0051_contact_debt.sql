-- Which of a person's debts a contact was about, where the agent said so. A contact without a row is about the debts
-- of its creditor, as those recorded before.
CREATE TABLE contact_debt (
    contact_id  BIGINT NOT NULL,
    account_id  BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL
);
CREATE INDEX contact_debt_contact ON contact_debt (contact_id);
