/*
 * proxying.h - what the files on proxies share, for the files of core/ alone.
 */
#ifndef PAL_CORE_PROXYING_H
#define PAL_CORE_PROXYING_H

#include "audit/manifest.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "core/box.h"
#include "core/proxies.h"

/* Logs that a proxy moved: the log learns no more, and has a commitment, under the principal's key, to
 * who stands for whom. instructions are part of what is committed to; or NULL. */
PAL_MUST_USE enum pal_err pal_proxy_log(struct pal_store *store, const char *type,
                                        const struct pal_proxy *proxy,
                                        const struct pal_json *instructions, uint64_t *out_index);

/* The entry of its last move: its ETag. */
PAL_MUST_USE enum pal_err pal_proxy_moved(struct pal_store *store, struct pal_proxy_id proxy,
                                          uint64_t index);

/* Is the assembly convened or sitting? PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_proxy_check_assembly(struct pal_store *store,
                                                   struct pal_assembly_id assembly,
                                                   struct pal_assembly *out);

/* The same instructions for a proxy carried over to another assembly, on the texts that it has too. */
PAL_MUST_USE enum pal_err pal_instructions_copy(struct pal_store *store, struct pal_proxy_id from,
                                                struct pal_proxy_id to,
                                                struct pal_assembly_id assembly);

/* Do the marks, in their one spelling, say what the principal asked of their proxy, where they
 * asked anything? PAL_ERR_PROXY_INSTRUCTION */
PAL_MUST_USE enum pal_err pal_instruction_obey(struct pal_store *store, const struct pal_cast *cast,
                                               const struct pal_manifest *manifest,
                                               struct pal_text marks);

/* Removes the instructions of assemblies whose sheet served until that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_instructions_expire(struct pal_store *store, int64_t until_us,
                                                  int64_t *out_count);

#endif
