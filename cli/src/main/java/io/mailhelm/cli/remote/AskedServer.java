package io.mailhelm.cli.remote;

/**
 * A server that a command asks.
 *
 * @param name what people call it: its pod, or where its API is
 */
public record AskedServer(String name, ManagementClient client) {}
