package io.mailhelm.operator.mailuser;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.crds.DeletionPolicy;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.keys.Randomness;
import io.mailhelm.operator.cluster.ConditionalWrites;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.KeptPasswords;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.UserSecret;
import io.mailhelm.operator.report.PassResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Keeps the generated Secrets of MailUsers that name none of their own. */
final class UserSecrets {
  private static final Logger LOG = Logger.getLogger(UserSecrets.class);
  private static final int CONFLICT = 409;
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final KubernetesClient client;
  private final ForeignSecrets foreign;

  /**
   * The result of providing a Secret.
   *
   * @param inTheWay whether there is a Secret of somebody else in the way of which the pass does
   *     not know
   * @param refusal the API server's words against making it
   */
  record Provided(boolean inTheWay, Optional<String> refusal) {
    static final Provided WELL = new Provided(false, Optional.empty());
  }

  UserSecrets(KubernetesClient client, ForeignSecrets foreign) {
    this.client = client;
    this.foreign = foreign;
  }

  /**
   * Makes the Secret where there is none, and keeps its other entries in step with the server. The
   * password in it stays, whoever wrote it. A Secret of that name that is somebody else's is not
   * written; the pass over the server reports it in the status.
   *
   * @return what stands in the way
   */
  Provided provide(MailUser user, MailDomain domain, MailDomain host, PassResult snapshot) {
    if (user.getSpec().passwordSecretRef() != null) {
      return Provided.WELL;
    }
    // The last pass may have been about a predecessor of the name: its password is not this one's.
    var there = snapshot.secret(user).filter(secret -> !isPredecessors(secret, user, domain));
    if (there.isEmpty()) {
      return desired(user, domain, host, snapshot, Optional.empty())
          .map(secret -> created(user, domain, secret))
          .orElse(Provided.WELL);
    }
    if (UserSecret.isOurs(there.get(), user)) {
      // Its password is good all the same: nobody has to be told that he cannot log in.
      RefusedWrite.of(() -> keepInStep(user, domain, host, snapshot, there.get()))
          .ifPresent(
              words ->
                  LOG.warnf(
                      "the API server refuses Secret %s as it should be: %s",
                      ObjectNames.userSecret(user), words));
    }
    return Provided.WELL;
  }

  private Provided created(MailUser user, MailDomain domain, Secret secret) {
    var free = new AtomicBoolean();
    var refusal = RefusedWrite.of(() -> free.set(create(user, domain, secret)));
    return new Provided(refusal.isEmpty() && !free.get(), refusal);
  }

  /** Whether it was made for a deleted user of the same name and is not taken up. */
  private static boolean isPredecessors(Secret secret, MailUser user, MailDomain domain) {
    return UserSecret.isOurs(secret, user)
        && !UserSecret.isOf(secret, user)
        && !KeptPasswords.isTakenUp(secret, user, domain);
  }

  private void keepInStep(
      MailUser user, MailDomain domain, MailDomain host, PassResult snapshot, Secret there) {
    desired(user, domain, host, snapshot, Optional.of(there))
        .filter(wanted -> differs(there, wanted))
        .ifPresent(wanted -> replace(there, wanted));
  }

  /**
   * Replaces a Secret unless it has changed. A person may have put another password there since; an
   * informer soon tells of that.
   */
  private void replace(Secret there, Secret wanted) {
    try {
      var kept = UserSecret.isKept(wanted) && !UserSecret.isKept(there) ? keep(there) : there;
      client
          .resource(ConditionalWrites.of(wanted, kept))
          .fieldManager(Labels.OPERATOR)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  /**
   * Removes its owners, so that it is kept whoever is deleted. Server-side apply without an owner
   * would leave one that others set.
   */
  private Secret keep(Secret there) {
    var metadata = Serialization.jsonMapper().createObjectNode();
    metadata
        .put("uid", there.getMetadata().getUid())
        .put("resourceVersion", there.getMetadata().getResourceVersion())
        .putNull("ownerReferences");
    var patch = Serialization.jsonMapper().createObjectNode();
    patch.set("metadata", metadata);
    return client
        .secrets()
        .inNamespace(there.getMetadata().getNamespace())
        .withName(there.getMetadata().getName())
        .patch(MERGE, patch.toString());
  }

  /**
   * Deletes the Secret of a deleted user whose {@code deletionPolicy} is Delete. The API server
   * removes a Secret that has an owner; one that was kept until a moment ago has none.
   */
  void depart(MailUser user, PassResult snapshot) {
    if (user.getSpec().deletionPolicy() == DeletionPolicy.Delete
        && user.getSpec().passwordSecretRef() == null) {
      snapshot
          .secret(user)
          .filter(secret -> UserSecret.isOurs(secret, user))
          .filter(secret -> UserSecret.isOf(secret, user) && UserSecret.isKept(secret))
          .ifPresent(secret -> ConditionalWrites.delete(client, secret));
    }
  }

  private static Optional<Secret> desired(
      MailUser user,
      MailDomain domain,
      MailDomain host,
      PassResult snapshot,
      Optional<Secret> there) {
    var config = snapshot.compilation().config();
    var compiled =
        config.stream()
            .flatMap(any -> any.domains().stream())
            .filter(any -> any.name().equals(domain.getMetadata().getName()))
            .findFirst();
    var address = Requirements.address(user, List.of(domain));
    if (compiled.isEmpty() || address.isEmpty()) {
      return Optional.empty();
    }
    var server = config.orElseThrow().server();
    var hostname = compiled.get().hostname();
    var password = there.flatMap(UserSecret::password);
    return Optional.of(
        password.isEmpty() || there.filter(UserSecret::isGenerated).isPresent()
            ? UserSecret.generated(
                user,
                host,
                server,
                hostname,
                address.get(),
                password.orElseGet(Randomness::password))
            : UserSecret.of(user, host, server, hostname, address.get(), password.get()));
  }

  private static boolean differs(Secret there, Secret wanted) {
    return !UserSecret.own(there).equals(UserSecret.own(wanted))
        || UserSecret.isKept(there) != UserSecret.isKept(wanted)
        || !labels(there).entrySet().containsAll(labels(wanted).entrySet())
        || !annotations(there).entrySet().containsAll(annotations(wanted).entrySet());
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
  }

  private static Map<String, String> labels(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
  }

  /**
   * Creates the Secret. One that exists after all has only not been seen yet. Or it belongs to an
   * earlier user of the name, whose password opened another mailbox: it is deleted, unless this
   * user takes it up.
   *
   * @return whether the name is free, or will be
   */
  private boolean create(MailUser user, MailDomain domain, Secret secret) {
    try {
      client.resource(secret).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      var there = client.resource(secret).get();
      if (there == null) {
        return true;
      }
      if (UserSecret.isOf(there, user) && !UserSecret.isOurs(there, user)) {
        replace(there, UserSecret.relabelled(there, secret));
        return true;
      }
      if (!UserSecret.isOurs(there, user)) {
        foreign.met(
            new SecretName(there.getMetadata().getNamespace(), there.getMetadata().getName()));
        return false;
      }
      if (isPredecessors(there, user, domain)) {
        ConditionalWrites.delete(client, there);
      }
      return true;
    }
  }
}
