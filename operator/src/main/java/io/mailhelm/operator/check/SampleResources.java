package io.mailhelm.operator.check;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Problem;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.DkimKeys;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One resource of each kind, sent to an API server as a dry run. The objects it returns are
 * compiled as the operator compiles them.
 */
final class SampleResources {
  private static final String RESOURCES =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: %s
      metadata: {name: mailhelm-check}
      spec: %s
      """;

  private final KubernetesClient client;
  private final String namespace;
  private final DomainName domain;

  SampleResources(KubernetesClient client, String namespace, DomainName domain) {
    this.client = client;
    this.namespace = namespace;
    this.domain = domain;
  }

  /** What is wrong, if anything. */
  Optional<String> problem() {
    var declared =
        dryRun(MailDomain.class, "{domain: %s, outbound: Capture, server: {}}".formatted(domain));
    var policy = dryRun(SendPolicy.class, "{domainRef: {name: mailhelm-check}}");
    dryRun(MailUser.class, "{domainRef: {name: mailhelm-check}}");
    var problems =
        problems(ResourceReader.adopt(List.of(declared), List.of(), List.of(policy), Map.of()));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
  }

  private <T extends HasMetadata> T dryRun(Class<T> kind, String spec) {
    var yaml = RESOURCES.formatted(kind.getSimpleName(), spec);
    return client
        .resource(Serialization.unmarshal(yaml, kind))
        .inNamespace(namespace)
        .dryRun(true)
        .create();
  }

  /** Compiles with stand-ins for the Secrets that the operator would generate. */
  private static String problems(Resources resources) {
    var secrets = new HashMap<SecretName, Map<String, byte[]>>();
    var marks = new HashMap<SecretName, SecretMark>();
    for (var tls : Requirements.of(resources).tls()) {
      var names = new LinkedHashSet<String>();
      tls.names().forEach(name -> names.add(name.ascii()));
      secrets.put(tls.secret(), Certificates.selfSigned(names, Instant.now()).secret());
      marks.put(tls.secret(), new SecretMark(SecretUse.Tls));
    }
    for (var dkim : Requirements.of(resources).dkim()) {
      secrets.put(dkim.secret(), DkimKeys.generate());
      marks.put(dkim.secret(), new SecretMark(SecretUse.Dkim));
    }
    return Compiler.compile(
            new CompilerInput(
                resources.withSecrets(secrets).withMarks(marks),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Set.of(),
                Platform.CLUSTER,
                false,
                List.of(),
                Optional.empty()))
        .problems()
        .stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .collect(Collectors.joining("; "));
  }
}
