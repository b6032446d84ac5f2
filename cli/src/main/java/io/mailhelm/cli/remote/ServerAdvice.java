package io.mailhelm.cli.remote;

/**
 * Advice for when a server cannot be asked, which depends on where the command is typed.
 *
 * @param server its name for people
 * @param unreachable when nothing answers
 * @param untrusted when its certificate is not trusted
 * @param unknown when it does not know the token
 * @param forbidden when it accepts no requests from here; empty: its own words are enough
 */
public record ServerAdvice(
    String server, String unreachable, String untrusted, String unknown, String forbidden) {}
