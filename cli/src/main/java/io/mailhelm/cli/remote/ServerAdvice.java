package io.mailhelm.cli.remote;

/**
 * What to do when a server cannot be asked, which depends on where the command is typed.
 *
 * @param server what people call it
 * @param unreachable when nothing answers
 * @param untrusted when its certificate is not believed
 * @param unknown when it does not know the token
 * @param forbidden when it takes no requests from here; empty: what it says is enough
 */
public record ServerAdvice(
    String server, String unreachable, String untrusted, String unknown, String forbidden) {}
