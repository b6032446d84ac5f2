package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.operator.desired.Labels;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides what each Secret that was found may be used for: what its label says or, for one that the
 * operator made, what it was made for. Naming a Secret of the operator's in a resource does not
 * open it to other uses.
 */
final class SecretUses {
  private SecretUses() {}

  static Map<SecretName, SecretMark> of(Requirements needed, Map<SecretName, Secret> found) {
    var marks = new HashMap<SecretName, SecretMark>();
    found.forEach(
        (name, secret) -> {
          if (!Labels.areOurs(secret)) {
            SecretMark.of(secret.getMetadata().getLabels(), secret.getMetadata().getAnnotations())
                .ifPresent(mark -> marks.put(name, mark));
          }
        });
    for (var tls : needed.tls()) {
      made(tls.secret(), tls.generated(), SecretUse.Tls, found, marks);
    }
    for (var dkim : needed.dkim()) {
      made(dkim.secret(), dkim.generated(), SecretUse.Dkim, found, marks);
    }
    for (var password : needed.passwords()) {
      made(password.secret(), password.generated(), SecretUse.Password, found, marks);
    }
    return marks;
  }

  private static void made(
      SecretName name,
      boolean generated,
      SecretUse use,
      Map<SecretName, Secret> found,
      Map<SecretName, SecretMark> marks) {
    var secret = found.get(name);
    if (generated && secret != null && Labels.areOurs(secret)) {
      marks.put(name, new SecretMark(use));
    }
  }
}
