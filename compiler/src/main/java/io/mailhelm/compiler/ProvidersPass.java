package io.mailhelm.compiler;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Provider;
import io.mailhelm.crds.ProviderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compiles {@code spec.server.providers} of a MailDomain. */
final class ProvidersPass {
  private final SpecFields fields;

  ProvidersPass(SpecFields fields) {
    this.fields = fields;
  }

  /**
   * The providers, in the declared order: the first that has an MX counts.
   *
   * @param declared null where there are none
   */
  List<Provider> providers(List<ProviderSpec> declared) {
    var providers = new ArrayList<Provider>();
    for (var spec : Objects.requireNonNullElse(declared, List.<ProviderSpec>of())) {
      var path = "spec.server.providers[%d]".formatted(providers.size());
      if (providers.stream().anyMatch(before -> before.name().equals(spec.name()))) {
        fields.invalid(path + ".name", "'%s' is there already".formatted(spec.name()));
      }
      var names = new ArrayList<String>();
      for (int i = 0; i < spec.mx().size(); i++) {
        fields
            .domain("%s.mx[%d]".formatted(path, i), spec.mx().get(i))
            .map(DomainName::ascii)
            .ifPresent(names::add);
      }
      providers.add(
          new Provider(
              spec.name(),
              names.stream().sorted().distinct().toList(),
              Optional.ofNullable(spec.connectionsPerDestination()),
              Optional.ofNullable(spec.messagesPerMinutePerDestination())));
    }
    return providers;
  }
}
