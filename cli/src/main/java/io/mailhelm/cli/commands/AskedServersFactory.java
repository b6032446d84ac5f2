package io.mailhelm.cli.commands;

import io.mailhelm.cli.remote.AskedServers;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Gives every command the servers of the place where it is typed.
 *
 * @param servers makes one for each command, which reads its options into it
 */
public record AskedServersFactory(Supplier<AskedServers> servers) implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    return type == AskedServers.class
        ? type.cast(servers.get())
        : CommandLine.defaultFactory().create(type);
  }
}
