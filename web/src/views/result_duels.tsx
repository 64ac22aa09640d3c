/* Everyone against everyone: how much of the vote prefers the option of a row to that of a column. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Scroll } from "../components.tsx";
import { ratioOf } from "../counted.ts";
import { labelNamed } from "./ballot_words.ts";

type Count = NonNullable<Schemas["Decision"]["count"]>;

function isMore(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [ratioOf(a), ratioOf(b)];
  return x.num * y.den > y.num * x.den;
}

function Duel(props: { mine: string | undefined; theirs: string | undefined }) {
  const { figure, t } = useApp();
  const { mine, theirs } = props;
  const isWon = isMore(mine, theirs);
  return (
    <td class={isWon ? "won" : ""}>
      {figure(mine ?? "")}
      {isWon && <span class="hidden"> ({t("duels.won")})</span>}
    </td>
  );
}

export function Duels(props: { poll: Schemas["Poll"]; count: Count }) {
  const app = useApp();
  const { t } = app;
  const { poll, count } = props;
  const pairwise = count["pairwise"] as string[][] | undefined;
  if (pairwise === undefined) {
    return null;
  }
  return (
    <section>
      <h3>{t("duels.title")}</h3>
      <Scroll label={t("duels.title")}>
        <table class="duels">
          <caption>{t("duels.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("duels.preferred")}</th>
              {count.options.map((name) => (
                <th scope="col" key={name}>
                  {labelNamed(app, poll, name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {count.options.map((name, row) => (
              <tr key={name}>
                <th scope="row">{labelNamed(app, poll, name)}</th>
                {count.options.map((other, column) =>
                  row === column ? (
                    <td key={other} class="self">
                      <span aria-hidden="true">·</span>
                    </td>
                  ) : (
                    <Duel key={other} mine={pairwise[row]?.[column]} theirs={pairwise[column]?.[row]} />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
