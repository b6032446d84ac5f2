package io.mailhelm.cli.commands;

import io.mailhelm.cli.remote.AskedServers;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Gives every command the servers to ask, which depend on where it is typed.
 *
 * @param servers makes an object for each command, into which its options are read
 */
public record AskedServersFactory(Supplier<AskedServers> servers) implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    return type == AskedServers.class
        ? type.cast(servers.get())
        : CommandLine.defaultFactory().create(type);
  }
}
