package io.mailhelm.operator.report;

import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles resources whose MailDomain does not exist, so that their statuses say what else is wrong
 * with them.
 */
public final class OrphanStatus {
  private OrphanStatus() {}

  public static PassResult user(MailUser user, Instant now) {
    return snapshot(List.of(user), List.of(), now);
  }

  public static PassResult policy(SendPolicy policy, Instant now) {
    return snapshot(List.of(), List.of(policy), now);
  }

  private static PassResult snapshot(List<MailUser> users, List<SendPolicy> policies, Instant now) {
    var resources = ResourceReader.adopt(List.of(), users, policies, Map.of());
    var generations = new HashMap<io.mailhelm.config.ResourceRef, Long>();
    users.forEach(
        user -> generations.put(ResourceReader.ref(user), user.getMetadata().getGeneration()));
    policies.forEach(
        policy ->
            generations.put(ResourceReader.ref(policy), policy.getMetadata().getGeneration()));
    return new PassResult(
        Compiler.compile(
            new CompilerInput(
                resources,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Set.of(),
                Platform.CLUSTER,
                false,
                List.of(),
                Optional.empty())),
        ObservedState.process(now, Optional.empty(), false),
        generations,
        Map.of(),
        Optional.empty());
  }
}
