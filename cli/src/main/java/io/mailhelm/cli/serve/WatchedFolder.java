package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.FolderKeyStore;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Domain;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.watch.GeneratedKeys;
import io.mailhelm.watch.KeyStore;
import io.mailhelm.watch.WatchedServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the {@link WatchedServer} of a folder that is served. Pure. */
final class WatchedFolder {
  private WatchedFolder() {}

  /**
   * The domains to watch.
   *
   * @param gathered the input that was compiled
   * @param config the config that runs
   * @param stores the stores of generated keys
   */
  static WatchedServer of(
      FolderInput.Gathered gathered,
      Compilation compilation,
      ServerConfig config,
      Function<SecretName, KeyStore> stores) {
    var declared =
        gathered.input().resources().domains().stream()
            .collect(Collectors.toMap(domain -> StatusSubject.of(domain).ref().name(), any -> any));
    // one whose file cannot be read at the moment is not declared, and runs
    var domains =
        config.domains().stream().map(Domain::name).collect(Collectors.toCollection(HashSet::new));
    domains.addAll(declared.keySet());
    domains.removeIf(
        name -> declared.containsKey(name) && StatusSubject.of(declared.get(name)).paused());
    return new WatchedServer(
        compilation,
        config,
        config.server().resolvers(),
        new AddressRules(config.server().privateNetworks()),
        domains,
        keys(gathered, declared, stores));
  }

  private static Map<String, GeneratedKeys> keys(
      FolderInput.Gathered gathered,
      Map<String, MailDomain> declared,
      Function<SecretName, KeyStore> stores) {
    var secrets = gathered.input().resources().secrets();
    var keys = new HashMap<String, GeneratedKeys>();
    for (var wanted : gathered.generatedKeys()) {
      var name = wanted.domain().name();
      keys.put(
          name,
          new GeneratedKeys(
              declared.get(name).getSpec().domain(),
              wanted,
              stores.apply(wanted.secret()),
              FolderKeyStore.version(secrets.get(wanted.secret()))));
    }
    return keys;
  }
}
