-- The conversations of a customer, newest last.
CREATE INDEX conversation_contact ON conversation (shop, contact);
