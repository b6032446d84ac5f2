package io.mailhelm.smtp.store;

/**
 * @param accepting false after a write failed or the disk was full, until a write succeeds
 * @param messages stored, each once however many mailboxes have it
 * @param octets on disk: database, log and spilled files
 */
public record StoreStatus(boolean accepting, long messages, long octets) {}
