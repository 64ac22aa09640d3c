/*
 * The order of states: what a log may go on to say after a good record, and what it may not. Each story
 * is added to the end of that log, which is signed again: the check of the entries takes it or not.
 */
#include <stdio.h>
#include <string.h>

#include "audit/verify.h"
#include "base/check.h"

#include "../support/expect.h"
#include "../support/made.h"
#include "../support/stories.h"

enum { STORY = 20 };
/* clang-format off */
static const struct {
    const char *name;
    const char *story[STORY]; /* each a type, a space, and what it says */
    bool holds;
} rows[] = {
    {"a secret poll goes all its way",                {TO_DRAFT, WAIVE, CALL, SIT, OPEN, CLOSE, COUNT("adopted"), PUBLISH, END, SHOW, DESTROY}, true},
    {"a draft of an assembly is changed",             {CREATE, CHANGE, CONVENE, MARK}, true},
    {"a second assembly follows one that has ended",  {SECOND}, true},
    {"a second assembly follows one that may sit yet", {SECOND_OF("a0")}, false},
    {"a second assembly follows one of another kind", {FIRST_ENDS, CREATE_AGAIN_AS("combined", "a0")}, false},
    {"a second assembly follows a second",            {SECOND, CONVENE, SIT, END, CREATE_AGAIN_AS("ordinary", "a1")}, false},
    {"a second assembly follows one that was cancelled", {CREATE, CONVENE, CANCEL, CREATE_AGAIN}, false},
    {"a second assembly is of another college",       {CREATE_FOR("users"), CONVENE, SIT, END, CREATE_AGAIN_FOR("staff")}, false},
    {"a second assembly is of the same college",      {CREATE_FOR("users"), CONVENE, SIT, END, CREATE_AGAIN_FOR("users")}, true},
    {"a second assembly is called twice",             {SECOND, CREATE_AGAIN_AS("ordinary", "a0")}, false},
    {"a second assembly is called again after it was cancelled", {SECOND, CANCEL, CREATE_AGAIN_AS("ordinary", "a0")}, true},
    {"a second assembly follows nothing",             {CREATE_CALLED("second")}, false},
    {"an assembly is of a call that there is not",    {CREATE_CALLED("third")}, false},
    {"an assembly that was convened is cancelled",    {CREATE, CONVENE, CANCEL}, true},
    {"a resolution is moved, then withdrawn",         {CREATE, TABLE_IT, MOVE, WITHDRAW}, true},
    {"a resolution is a draft again without quorum",  {TO_OPEN, CLOSE, COUNT("no_quorum"), WITHDRAW}, true},
    {"a resolution is a draft again after a void",    {TO_DRAFT, CALL, VOID, WITHDRAW}, true},
    {"the urn of a void poll is destroyed",           {TO_OPEN, VOID, DESTROY}, true},
    {"a second assembly follows none",                {SECOND_OF("a7")}, false},
    {"an assembly is created twice",                  {CREATE, CREATE}, false},
    {"an assembly that nobody created is changed",    {CHANGE}, false},
    {"an assembly that was convened is changed",      {CREATE, CONVENE, CHANGE}, false},
    {"an assembly sits before it is convened",        {CREATE, SIT}, false},
    {"an assembly ends before it sat",                {CREATE, CONVENE, END}, false},
    {"an assembly that sits is cancelled",            {CREATE, CONVENE, SIT, CANCEL}, false},
    {"somebody attends an assembly that is not",      {MARK}, false},
    {"a resolution is tabled twice",                  {CREATE, TABLE_IT, TABLE_IT}, false},
    {"a resolution that nobody tabled is amended",    {CREATE, AMEND}, false},
    {"a resolution that is voted on is amended",      {TO_DRAFT, CALL, AMEND}, false},
    {"a resolution that is voted on is withdrawn",    {TO_DRAFT, CALL, WITHDRAW}, false},
    {"a poll that nobody created is published",       {PUBLISH}, false},
    {"a poll is created twice",                       {TO_DRAFT, NEW_POLL}, false},
    {"a poll of another text is called",              {CREATE, TABLE_IT, CONVENE, NEW_POLL, CALL}, false},
    {"a poll is waived once it is open",              {TO_OPEN, WAIVE}, false},
    {"a poll opens before it is called",              {TO_DRAFT, OPEN}, false},
    {"a ballot of a secret poll stands in the log",   {TO_OPEN, CAST}, false},
    {"a poll closes early and nobody sits",           {TO_DRAFT, CALL, OPEN, CLOSE}, false},
    {"a poll is counted before it is closed",         {TO_OPEN, COUNT("adopted")}, false},
    {"a poll that was counted is void",               {TO_OPEN, CLOSE, COUNT("adopted"), VOID}, false},
    {"an urn is destroyed before it is counted",      {TO_OPEN, CLOSE, DESTROY}, false},
    {"a ballot is opened again before the count",     {TO_OPEN, CLOSE, SHOW}, false},
    {"a ballot of a void poll is opened again",       {TO_OPEN, VOID, SHOW}, false},
    {"an urn of no poll is destroyed",                {DESTROY}, false},
    {"a version of the constitution enters twice",    {VERSION("2"), VERSION("3")}, false},
    {"versions of the constitution have a gap",       {VERSION("3")}, false},
    {"a version that is to come changes nothing",     {VERSION("2"), TO_DRAFT, CALL}, true},
    {"a poll is called under a version that is to come", {VERSION("2"), TO_DRAFT, CALL_UNDER("c1")}, false},
    {"a notice is sent under a version that was replaced", {VERSION_FROM("1970-01-01", "2"), CREATE, CONVENE}, false},
    {"a notice is sent under the version that replaced it", {VERSION_FROM("1970-01-01", "2"), CREATE, CONVENE_UNDER("c1")}, true},
    {"of two versions the later day holds, not the later entry", {VERSION_FROM("1969-12-31", "2"), CREATE, CONVENE}, true},
    {"a motion changes the class, and the poll is in it", {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_CLASS("extraordinary"), POLL_IN("extraordinary"), CALL}, true},
    {"a motion changes the class, and an amendment is voted in it", {TO_AMEND, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_CLASS("extraordinary"), AMENDING_IN("extraordinary"), CALL}, true},
    {"a motion changes the class of a poll that is drafted", {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("true"), POLL_IN("ordinary"), CARRY_CLASS("extraordinary"), VOID}, true},
    {"a motion changes the class after support came and went", {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("false"), BACK("true"), BACK("true"), CARRY_CLASS("extraordinary")}, true},
    {"a motion that nobody made is supported",       {TO_DEBATE, BACK("true")}, false},
    {"a motion that nobody made is carried",         {TO_DEBATE, CARRY_CLASS("extraordinary")}, false},
    {"a motion is made twice",                       {TO_DEBATE, MAKE_SECRET, MAKE_SECRET}, false},
    {"a motion is made before the notice",           {CREATE, TABLE_IT, MAKE_SECRET}, false},
    {"a motion is of no kind",                       {TO_DEBATE, MAKE("", "applaud", ON_IT)}, false},
    {"a motion for a class is of no college",        {TO_DEBATE, MAKE("", "reclassify", ON_IT)}, false},
    {"a motion of a college is for no class",        {TO_DEBATE, MAKE(",\"college\":\"users\"", "secret_ballot", ON_IT)}, false},
    {"a motion is on the text of another assembly",  {TO_DEBATE, MAKE("", "secret_ballot", ",\"resolution\":\"" PAL_MADE_RESOLUTION "\"")}, false},
    {"a motion is on a text that is not there",      {TO_DEBATE, MAKE("", "secret_ballot", ",\"resolution\":" UUID("b7"))}, false},
    {"a motion closes no debate",                    {TO_DEBATE, MAKE("", "close_debate", "")}, false},
    {"a motion would close a debate that is closed", {TO_DEBATE, CLOSE_DEBATE, MAKE("", "close_debate", ON_IT)}, false},
    {"a motion would suspend what does not sit",     {TO_DEBATE, MAKE("", "suspend", "")}, false},
    {"a motion comes once its text is voted on",     {TO_DRAFT, CALL, MAKE_SECRET}, false},
    {"a motion is supported once its text is voted on", {TO_DEBATE, MAKE_SECRET, NEW_POLL, CALL, BACK("true")}, false},
    {"a motion changes a class that was changed",    {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_CLASS("extraordinary"), BACK("true")}, false},
    {"a motion changes no class",                    {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_OTHER}, false},
    {"a motion for a secret ballot changes a class", {TO_DEBATE, MAKE_SECRET, BACK("true"), CARRY("\"class\":\"extraordinary\",", "1/4", "1")}, false},
    {"a motion is carried by fewer than it says",    {TO_DEBATE, MAKE_CLASS, BACK("true"), CARRY_CLASS("extraordinary")}, false},
    {"a motion is carried by too few",               {TO_DEBATE, MAKE_CLASS, BACK("true"), CARRY("\"class\":\"extraordinary\",", "1/2", "1")}, false},
    {"more leave a motion than supported it",        {TO_DEBATE, MAKE_SECRET, BACK("false")}, false},
    {"a ballot is secret on request",                {TO_DEBATE, MAKE_SECRET, BACK("true"), CARRY_SECRET, NEW_POLL, CALL}, true},
    {"a ballot was called before secrecy was asked for", {TO_DEBATE, OPEN_POLL, CALL, MAKE("", "secret_ballot", ""), BACK("true"), CARRY_SECRET}, true},
    {"a ballot is open that was to be secret",       {TO_DEBATE, MAKE_SECRET, BACK("true"), CARRY_SECRET, OPEN_POLL}, false},
    {"a ballot that was drafted open is called",     {TO_DEBATE, OPEN_POLL, MAKE("", "secret_ballot", ""), BACK("true"), CARRY_SECRET, CALL}, false},
    {"a motion closes a debate, and another is made", {TO_DEBATE, MAKE("", "close_debate", ON_IT), BACK("true"), BACK("true"), CARRY_OTHER, CLOSE_BY_MOTION, OPEN_DEBATE, CLOSE_DEBATE}, true},
    {"a motion closes a debate that was not carried", {TO_DEBATE, MAKE("", "close_debate", ON_IT), BACK("true"), BACK("true"), CLOSE_BY_MOTION}, false},
    {"a motion closes a debate twice",               {TO_DEBATE, MAKE("", "close_debate", ON_IT), BACK("true"), BACK("true"), CARRY_OTHER, CLOSE_BY_MOTION, OPEN_DEBATE, CLOSE_BY_MOTION}, false},
    {"a motion for a secret ballot closes a debate", {TO_DEBATE, MAKE_SECRET, BACK("true"), CARRY_SECRET, CLOSE_BY_MOTION}, false},
    {"a motion suspends a sitting",                  {CREATE, CONVENE, SIT, MAKE("", "suspend", ""), BACK("true"), BACK("true"), CARRY_OTHER, SUSPEND_BY_MOTION}, true},
    {"a motion that nobody made suspends a sitting", {CREATE, CONVENE, SIT, SUSPEND_BY_MOTION}, false},
    {"a sitting is suspended, resumed, and suspended again", {CREATE, TABLE_IT, CONVENE, SEAT, SIT, SEAT, DISCUSS, SUSPEND, RESUME, SUSPEND, NOTE, END, SPEAK, NOTE}, true},
    {"a sitting is suspended twice",                 {CREATE, CONVENE, SIT, SUSPEND, SUSPEND}, false},
    {"a sitting is resumed that was not suspended",  {CREATE, CONVENE, SIT, RESUME}, false},
    {"what does not sit is suspended",               {CREATE, CONVENE, SUSPEND}, false},
    {"what has ended is resumed",                    {CREATE, CONVENE, SIT, SUSPEND, END, RESUME}, false},
    {"a motion would suspend what is suspended",     {CREATE, CONVENE, SIT, SUSPEND, MAKE("", "suspend", "")}, false},
    {"a motion suspends what the chair suspended meanwhile", {CREATE, CONVENE, SIT, MAKE("", "suspend", ""), BACK("true"), SUSPEND, BACK("true")}, false},
    {"a sitting takes up a text that was withdrawn", {CREATE, TABLE_IT, CONVENE, SIT, WITHDRAW, DISCUSS}, false},
    {"a sitting takes up a text of no agenda",       {CREATE, CONVENE, SIT, DISCUSS}, false},
    {"a text is taken up before anybody sits",       {CREATE, TABLE_IT, CONVENE, DISCUSS}, false},
    {"somebody speaks before anybody sits",          {CREATE, TABLE_IT, CONVENE, SPEAK}, false},
    {"a bureau is seated once the sitting has ended", {CREATE, CONVENE, SIT, END, SEAT}, false},
    {"an incident is noted in a draft",              {CREATE, NOTE}, false},
    {"a poll follows one that is void",              {TO_DRAFT, VOID, POLL_ANEW}, true},
    {"a poll follows one that had no quorum",        {TO_OPEN, CLOSE, COUNT("no_quorum"), POLL_ANEW}, true},
    {"a text has two polls",                         {TO_DRAFT, POLL_ANEW}, false},
    {"a poll is drafted on what is voted on",        {TO_DRAFT, CALL, POLL_ANEW}, false},
    {"a poll is drafted on a text that was withdrawn", {CREATE, TABLE_IT, WITHDRAW, NEW_POLL}, false},
    {"an amendment has two polls",                   {TO_AMEND, ON_AMENDMENT("d1"), AMENDING_ANEW}, false},
    {"a poll is on an amendment that was withdrawn", {TO_AMEND, TAKE_BACK, ON_AMENDMENT("d1")}, false},
    {"a text has a choice",                          {TO_DEBATE, POLL_OF("choice", "plurality", "9100")}, false},
    {"a text has an election and is no election",    {TO_DEBATE, POLL_OF("election", "plurality", "9100")}, false},
    {"an amendment has an election",                 {TO_AMEND, POLL_ON("\"amendment\":" UUID("d1"), "election")}, false},
    {"a resolution is of no text",                   {CREATE, CONVENE, ANY_POLL("resolution")}, false},
    {"a poll on nothing is an amendment",            {CREATE, CONVENE, ANY_POLL("amendment")}, false},
    {"an assembly elects, and one that is over does not", {CREATE, CONVENE, SIT, ANY_POLL("election")}, true},
    {"a poll is of an assembly that has ended",      {CREATE, CONVENE, SIT, END, ANY_POLL("election")}, false},
    {"a poll is of an assembly that was cancelled",  {CREATE, CONVENE, CANCEL, ANY_POLL("election")}, false},
    {"a college that meets votes",                   {CREATE_FOR("users"), CONVENE, POLL_FOR("users")}, true},
    {"all vote in the meeting of a college",         {CREATE_FOR("users"), CONVENE, ANY_POLL("choice")}, false},
    {"another college votes than the one that meets", {CREATE_FOR("users"), CONVENE, POLL_FOR("workers")}, false},
    {"an open poll keeps what is sealed",            {CREATE, CONVENE, KEPT_OPEN}, false},
    {"a motion is called with a lot",                {TO_DRAFT, CALL_DRAWN}, false},
    {"a poll is called without its lot",             {BY("consent"), POLL_BY("consent"), CALL}, false},
    {"a motion is carried for another share than the statutes ask", {TO_DEBATE, MAKE_SECRET, BACK("true"), BACK("true"), CARRY_OTHER}, false},
    {"a motion gives a class that the statutes do not", {TO_DEBATE, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_CLASS("other")}, false},
    {"an ordinary assembly has what is ordinary",     {CREATE_AS("ordinary"), TABLE_IN("ordinary"), CONVENE, POLL_IN("ordinary"), CALL}, true},
    {"an extraordinary assembly has what is so",      {CREATE_AS("extraordinary"), TABLE_IN("extraordinary"), CONVENE, POLL_IN("extraordinary"), CALL}, true},
    {"a college has what it wants",                   {CREATE_AS("college"), TABLE_IN("extraordinary"), CONVENE, CHOICE_IN("ordinary")}, true},
    {"a class of the statutes alone is for any assembly", {CREATE_AS("extraordinary"), TABLE_IN("fusion"), CONVENE, POLL_IN("fusion")}, true},
    {"an assembly is of no kind",                     {CREATE_AS("jolly")}, false},
    {"an ordinary assembly has what is reserved",     {CREATE_AS("ordinary"), TABLE_IN("extraordinary")}, false},
    {"an extraordinary assembly has what is ordinary", {CREATE_AS("extraordinary"), TABLE_IN("ordinary")}, false},
    {"an ordinary assembly chooses what is reserved", {CREATE_AS("ordinary"), CONVENE, CHOICE_IN("extraordinary")}, false},
    {"an extraordinary assembly chooses what is ordinary", {CREATE_AS("extraordinary"), CONVENE, CHOICE_IN("ordinary")}, false},
    {"a motion gives a class that the assembly does not decide", {CREATE_AS("ordinary"), TABLE_IT, CONVENE, MAKE_CLASS, BACK("true"), BACK("true"), CARRY_CLASS("extraordinary")}, false},
    {"an initiative is of a class that the assembly does not decide", {CREATE_AS("ordinary"), PROPOSE_IN("extraordinary")}, false},
    {"an initiative is on the agenda in another class", {CREATE, PROPOSE_IN("extraordinary"), SPONSOR("true"), SPONSOR("true"), TABLE_THEIRS, TABLED("2")}, false},
    {"an amendment is adopted, and in the text",      {TO_VERDICT, COUNT("adopted"), FATE("d1", "adopted"), FATE("d2", "lapsed"), PUBLISH, CONSOLIDATE(UUID("d1"))}, true},
    {"an amendment is rejected for want of a quorum", {TO_VERDICT, COUNT("no_quorum"), FATE("d1", "rejected"), PUBLISH}, true},
    {"the board takes an amendment in",               {TO_AMEND, SUPPORT, ACCEPT("d1"), CONSOLIDATE(UUID("d1")), TABLE_IT}, false},
    {"what the board took in is in the text",         {TO_AMEND, SUPPORT, ACCEPT("d1"), CONSOLIDATE(UUID("d1"))}, true},
    {"an amendment of an amendment changes it",       {TO_AMEND, PROPOSE("d3", BELOW("d1")), REWRITE("d1"), TAKE_BACK}, true},
    {"a poll on an amendment is void",                {TO_AMEND, ON_AMENDMENT("d1"), CALL, VOID, TAKE_BACK}, true},
    {"what was taken in lapses by another",           {TO_AMEND, ACCEPT("d2"), ON_AMENDMENT("d1"), CALL, SIT, OPEN, CLOSE, COUNT("adopted"), FATE("d1", "adopted"), FATE("d2", "lapsed")}, true},
    {"an amendment of no resolution is proposed",     {CREATE, PROPOSE("d1", "")}, false},
    {"an amendment is proposed twice",                {TO_AMEND, PROPOSE("d1", "")}, false},
    {"an amendment is on one that is not there",      {TO_AMEND, PROPOSE("d3", BELOW("d7"))}, false},
    {"an amendment is of the third degree",           {TO_AMEND, PROPOSE("d3", BELOW("d1")), PROPOSE("d4", BELOW("d3"))}, false},
    {"an amendment that nobody proposed is taken in", {CREATE, ACCEPT("d1")}, false},
    {"one of an amendment is taken in",               {TO_AMEND, PROPOSE("d3", BELOW("d1")), ACCEPT("d3")}, false},
    {"one of an amendment has another text",          {TO_AMEND, PROPOSE("d3", BELOW("d1")), REWRITE("d3")}, false},
    {"an amendment that was withdrawn is supported",  {TO_AMEND, TAKE_BACK, SUPPORT}, false},
    {"an amendment in a vote is withdrawn",           {TO_AMEND, ON_AMENDMENT("d1"), CALL, TAKE_BACK}, false},
    {"a fate comes before the count",                 {TO_VERDICT, FATE("d1", "adopted")}, false},
    {"a fate is not the verdict",                     {TO_VERDICT, COUNT("rejected"), FATE("d1", "adopted")}, false},
    {"an adopted amendment is rejected",              {TO_VERDICT, COUNT("adopted"), FATE("d1", "rejected")}, false},
    {"a fate is a word that is none",                 {TO_VERDICT, COUNT("rejected"), FATE("d1", "lost")}, false},
    {"an amendment lapses by its own poll",           {TO_VERDICT, COUNT("rejected"), FATE("d1", "lapsed")}, false},
    {"another amendment is adopted by a poll",        {TO_VERDICT, COUNT("adopted"), FATE("d2", "adopted")}, false},
    {"a text has the words of nothing",               {TO_AMEND, CONSOLIDATE("")}, false},
    {"a text has words that are only proposed",       {TO_AMEND, CONSOLIDATE(UUID("d1"))}, false},
    {"a text has the words of what is no text",       {TO_AMEND, CONSOLIDATE("1")}, false},
    {"a text has words that were rejected",           {TO_VERDICT, COUNT("rejected"), FATE("d1", "rejected"), CONSOLIDATE(UUID("d1"))}, false},
    {"a poll is on an amendment that is not there",   {TO_AMEND, ON_AMENDMENT("d7")}, false},
    {"what a first call has is taken up by the second", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN, CONVENE_AGAIN}, true},
    {"what a first call rejected is taken up", {CREATE, TABLE_IN("extraordinary"), CONVENE, POLL_IN("extraordinary"), CALL, SIT, OPEN, CLOSE, COUNT("rejected"), END, CREATE_AGAIN, TABLE_AGAIN_AS("b2", "extraordinary", "members", HASH)}, true},
    {"what was rejected is taken up for no other majority", {TO_OPEN, CLOSE, COUNT("rejected"), END, CREATE_AGAIN, TABLE_AGAIN}, false},
    {"what a first call adopted is taken up", {TO_OPEN, CLOSE, COUNT("adopted"), END, CREATE_AGAIN, TABLE_AGAIN}, false},
    {"what a first call withdrew is taken up", {TO_DEBATE, WITHDRAW, SIT, END, CREATE_AGAIN, TABLE_AGAIN}, false},
    {"a text is taken up twice", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN, TABLE_AGAIN_AS("b3", "ordinary", "board", HASH)}, false},
    {"a text is taken up with other words", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN_AS("b3", "ordinary", "board", "\"" SOME_HASH "\"")}, false},
    {"a text is taken up in another class", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN_AS("b3", "extraordinary", "board", HASH)}, false},
    {"a text is taken up from others", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN_AS("b3", "ordinary", "members", HASH)}, false},
    {"a text is taken up after the notice", {TO_DEBATE, SIT, END, CREATE_AGAIN, CONVENE_AGAIN, TABLE_AGAIN}, false},
    {"a second call has a text of its own", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_ELSE}, false},
    {"a text that was taken up is decided otherwise", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN, CHOOSE_AGAIN}, false},
    {"a text that was taken up is changed", {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN, AMEND_AGAIN}, false},
    {"a text is tabled after the notice", {CREATE, CONVENE, TABLE_IT}, false},
    {"a text is changed after the notice", {CREATE, TABLE_IT, CONVENE, AMEND}, false},
    {"a text is moved after the notice", {CREATE, TABLE_IT, CONVENE, MOVE}, false},
    {"a procedure is chosen after the notice", {CREATE, TABLE_IT, CONVENE, CHOOSE("consent")}, false},
    {"a procedure is one that there is not", {CREATE, TABLE_IT, CHOOSE("acclamation")}, false},
    {"a text takes up one of another assembly",       {CREATE, TAKE_UP(PAL_MADE_RESOLUTION)}, false},
    {"a text takes up one that is not there",         {SECOND, TAKE_UP(NOBODY)}, false},
    {"consent is asked for once concerns are settled", {BY("consent"), SAY("for", "f0"), CONCERN("f1"), CONCERN("f2"), SETTLE("f1", "met"), SETTLE("f2", "maintained"), POLL_BY("consent"), CALL_DRAWN}, true},
    {"a concern that was hidden or withdrawn is none", {BY("consent"), CONCERN("f1"), CONCERN("f2"), CONCEAL("f1"), DISOWN("f2"), POLL_BY("consent"), CALL_DRAWN}, true},
    {"a concern that was restored is settled",        {BY("consent"), CONCERN("f1"), CONCEAL("f1"), RESTORE("f1"), REWORD("f1"), SETTLE("f1", "met"), POLL_BY("consent"), CALL_DRAWN}, true},
    {"what is no concern is hidden and shown",        {CREATE, TABLE_IT, SAY("for", "f1"), CONCEAL("f1"), RESTORE("f1"), DISOWN("f1")}, true},
    {"consent waits for the concerns of the first call", {BY("consent"), CONCERN("f1"), SIT, END, CREATE_AGAIN, TABLE_AGAIN, CHOOSE_AGAIN, CONVENE_AGAIN, POLL_AGAIN, CALL_AGAIN_DRAWN}, false},
    {"concerns of the first call are settled in the second", {BY("consent"), CONCERN("f1"), SIT, END, CREATE_AGAIN, TABLE_AGAIN, CHOOSE_AGAIN, CONVENE_AGAIN, SETTLE("f1", "met"), POLL_AGAIN, CALL_AGAIN_DRAWN}, true},
    {"a concern that was restored is open",           {BY("consent"), CONCERN("f1"), CONCEAL("f1"), RESTORE("f1"), POLL_BY("consent"), CALL_DRAWN}, false},
    {"a concern is posted twice",                     {BY("consent"), CONCERN("f1"), CONCERN("f1")}, false},
    {"a concern is under no resolution",              {CREATE, CONCERN("f1")}, false},
    {"a concern that nobody posted is settled",       {BY("consent"), SETTLE("f1", "met")}, false},
    {"a concern is settled by a word that is none",   {BY("consent"), CONCERN("f1"), SETTLE("f1", "open")}, false},
    {"a hidden concern is settled",                   {BY("consent"), CONCERN("f1"), CONCEAL("f1"), SETTLE("f1", "met")}, false},
    {"a concern is hidden twice",                     {BY("consent"), CONCERN("f1"), CONCEAL("f1"), CONCEAL("f1")}, false},
    {"a concern that is shown is restored",           {BY("consent"), CONCERN("f1"), RESTORE("f1")}, false},
    {"a concern is withdrawn twice",                  {BY("consent"), CONCERN("f1"), DISOWN("f1"), DISOWN("f1")}, false},
    {"something is said of what was withdrawn",       {CREATE, TABLE_IT, WITHDRAW, SAY("for", "f1")}, false},
    {"a text has an election without candidates",     {BY("election_without_candidates"), POLL_OF("election", "plurality", "9100"), CALL_DRAWN}, true},
    {"a text is decided as it always was",            {BY("resolution"), POLL_BY("motion"), CALL}, true},
    {"a debate is closed, reopened and closed",       {CREATE, TABLE_IT, CLOSE_DEBATE, OPEN_DEBATE, SAY("for", "f1"), CLOSE_DEBATE}, true},
    {"a debate on nothing is closed",                 {CREATE, CLOSE_DEBATE}, false},
    {"a debate is closed twice",                      {CREATE, TABLE_IT, CLOSE_DEBATE, CLOSE_DEBATE}, false},
    {"a debate that is open is reopened",             {CREATE, TABLE_IT, OPEN_DEBATE}, false},
    {"a debate is reopened while it is voted on",     {TO_DRAFT, CLOSE_DEBATE, CALL, OPEN_DEBATE}, false},
    {"a debate is extended, and the vote waits",      {TO_DEBATE, ASK("true"), ASK("true"), EXTEND("2"), POLL_AT("95401"), CALL}, true},
    {"a second call waits for the longer debate of the first", {TO_DEBATE, ASK("true"), ASK("true"), EXTEND("2"), SIT, END, CREATE_AGAIN, TABLE_AGAIN, CONVENE_AGAIN, POLL_AGAIN_AT("91800"), CALL_AGAIN}, false},
    {"a second call has waited for the longer debate", {TO_DEBATE, ASK("true"), ASK("true"), EXTEND("2"), SIT, END, CREATE_AGAIN, TABLE_AGAIN, CONVENE_AGAIN, POLL_AGAIN_AT("95401"), CALL_AGAIN}, true},
    {"a debate is asked for twice, and once no more", {TO_DEBATE, ASK("true"), ASK("true"), ASK("false"), EXTEND("2")}, false},
    {"more take back than asked",                     {TO_DEBATE, ASK("false")}, false},
    {"a debate is extended twice",                    {TO_DEBATE, ASK("true"), ASK("true"), EXTEND("2"), EXTEND("2")}, false},
    {"a debate is extended by nobody",                {TO_DEBATE, EXTEND("0")}, false},
    {"a debate is extended by too few",               {TO_DEBATE, ASK("true"), EXTEND("1")}, false},
    {"a debate is extended by more than there is",    {TO_DEBATE, ASK("true"), ASK("true"), EXTEND_BY("3", "1/2", "2")}, false},
    {"a debate is extended for a smaller share",      {TO_DEBATE, ASK("true"), EXTEND_BY("2", "1/4", "1")}, false},
    {"a debate is extended before the notice",        {CREATE, TABLE_IT, ASK("true"), ASK("true"), EXTEND("2")}, false},
    {"a debate is extended in a second call",         {TO_DEBATE, SIT, END, CREATE_AGAIN, TABLE_AGAIN, CONVENE_AGAIN, ASK_AGAIN, ASK_AGAIN, EXTEND_AGAIN}, false},
    {"a change of contract waits, and is called",     {BY("contract_change"), POLL_AT("95400"), CALL}, true},
    {"a change of contract waits since the first",    {BY("contract_change"), SIT, END, CREATE_AGAIN, TABLE_AGAIN, CHOOSE_AGAIN_AS("contract_change"), CONVENE_AGAIN, POLL_AGAIN_AT("95400"), CALL_AGAIN}, true},
    {"a change of contract waits for a day too few",  {BY("contract_change"), POLL_AT("91800"), CALL}, false},
    {"an initiative is on the agenda",                {INITIATED, SPONSOR("true"), SPONSOR("true"), TABLE_THEIRS, TABLED("2")}, true},
    {"an initiative is withdrawn",                    {INITIATED, SPONSOR("true"), SPONSOR("false"), GIVE_UP}, true},
    {"an initiative is proposed twice",               {INITIATED, PROPOSE_IT}, false},
    {"an initiative comes after the notice",          {CREATE, CONVENE, PROPOSE_IT}, false},
    {"an initiative is for a second call",            {SECOND, PROPOSE_IT}, false},
    {"an initiative is for no assembly",              {PROPOSE_IT}, false},
    {"an initiative that nobody proposed is sponsored", {CREATE, SPONSOR("true")}, false},
    {"an initiative is sponsored after the notice",   {INITIATED, CONVENE, SPONSOR("true")}, false},
    {"more sponsors go than came",                    {INITIATED, SPONSOR("false")}, false},
    {"an initiative that was withdrawn is sponsored", {INITIATED, GIVE_UP, SPONSOR("true")}, false},
    {"an initiative is withdrawn twice",              {INITIATED, GIVE_UP, GIVE_UP}, false},
    {"an initiative is a text of the board",          {INITIATED, SPONSOR("true"), SPONSOR("true"), TABLE_IT, AMEND, TABLED("2")}, false},
    {"an initiative is on the agenda twice",          {INITIATED, SPONSOR("true"), SPONSOR("true"), TABLE_THEIRS, TABLED("2"), TABLED("2")}, false},
    {"an initiative is there for a smaller share",    {INITIATED, SPONSOR("true"), TABLE_THEIRS, TABLED_AT("1/4", "1")}, false},
    {"an initiative is there by a college that may not", {INITIATED, SPONSOR("true"), SPONSOR("true"), TABLE_THEIRS, TABLED_BY_COLLEGE}, false},
    {"an initiative has more sponsors than it has",   {INITIATED, SPONSOR("true"), TABLE_THEIRS, TABLED("2")}, false},
    {"an initiative has more sponsors than there are", {INITIATED, SPONSOR("true"), SPONSOR("true"), SPONSOR("true"), SPONSOR("true"), SPONSOR("true"), TABLE_THEIRS, TABLED("5")}, false},
    {"a poll that was open is void once the log goes on", {TO_OPEN, CONTINUE("whole"), VOID, DESTROY, WITHDRAW}, true},
    {"a poll that was closed is void once the log goes on", {TO_OPEN, CLOSE, CONTINUE("fork"), VOID}, true},
    {"what was called opens once the log goes on",    {TO_DRAFT, CALL, SIT, CONTINUE("whole"), OPEN, CLOSE, COUNT("adopted"), PUBLISH}, true},
    {"a log goes on twice under other names",         {CONTINUE("whole"), CREATE, CONTINUE("fork"), CONVENE}, true},
    {"a poll closes that was open before the log went on", {TO_OPEN, CONTINUE("whole"), CLOSE, VOID}, false},
    {"a poll is counted that was closed before the log went on", {TO_OPEN, CLOSE, CONTINUE("whole"), COUNT("adopted")}, false},
};
/* clang-format on */

/* As pal_made_entry() writes them: an id, and a second. */
static void tell_at(struct pal_made *made, int64_t at, const char *line)
{
    const char *space = strchr(line, ' ');
    if (strncmp(line, "log.continue ", sizeof "log.continue") == 0) {
        made->now = at;
        pal_made_continue(made, pal_text_of(space + 1));
        return;
    }
    PAL_CHECK(space != NULL && made->entry_count < PAL_MADE_ENTRIES);
    pal_buf_add_format(&made->entries[made->entry_count],
                       "{\"d\":%s,\"id\":\"11111111-1111-4111-8111-%012zu\",\"t\":\"%.*s\",\"ts\":"
                       "%lld,\"v\":1}",
                       space + 1, made->entry_count, (int)(space - line), line, (long long)at);
    made->entry_count++;
}

/* The second of the clock of what is made. */
static void tell(struct pal_made *made, const char *line)
{
    tell_at(made, 9000, line);
}

static void verify(struct pal_made *made, struct pal_verify_report *report)
{
    pal_made_sign_log(made);
    pal_made_pack(made);
    struct pal_source source = pal_source_of(pal_buf_text(&made->tar));
    pal_verify(&(struct pal_verify_spec){.tar = &source, .minisig = pal_buf_text(&made->minisig)},
               report);
}

/* The check of what entries say, and whether it is their states that it speaks of. */
static void expect_states(const struct pal_verify_report *report, bool holds)
{
    const struct pal_verify_line *line = &report->lines[4];
    if ((line->state == PAL_VERIFY_OK) != holds) {
        fail_msg("V5 %s: %s", pal_verify_state_word(line->state), line->figure);
    }
    assert_true(holds || strstr(line->figure, "state") != NULL ||
                strstr(line->figure, "not open") != NULL ||
                strstr(line->figure, "before") != NULL ||
                strstr(line->figure, "constitution") != NULL);
}

static void is_judged(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_MADE(made);
    struct pal_verify_report report;
    pal_made_init(&made);
    for (size_t i = 0; i < STORY && row->story[i] != NULL; i++) {
        tell(&made, row->story[i]);
    }
    verify(&made, &report);
    expect_states(&report, row->holds);
}

/* In the first zone a day begins at 10:00 of the day before, and in the last one it ends at 12:00 of the day after. */
static void a_version_is_in_force_as_soon_as_it_is_somewhere(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *notice;
        bool holds;
    } notices[] = {
        {35999, CONVENE_UNDER("c1"), false},
        {36000, CONVENE_UNDER("c1"), true},
        {36000, CONVENE, true},
        {129599, CONVENE, true},
        {129600, CONVENE, false},
        {129600, CONVENE_UNDER("c1"), true},
    };
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++) {
        PAL_MADE(made);
        struct pal_verify_report report;
        pal_made_init(&made);
        tell(&made, VERSION_FROM("1970-01-02", "2"));
        tell(&made, CREATE);
        tell_at(&made, notices[i].at, notices[i].notice);
        verify(&made, &report);
        expect_states(&report, notices[i].holds);
    }
}

static void each_of_many_assemblies_is_remembered(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    char line[256];
    pal_made_init(&made);
    for (int i = 0; i < 140; i++) {
        PAL_CHECK(snprintf(line, sizeof line,
                           "assembly.create {\"assembly\":\"00000000-0000-4000-8000-%012d\","
                           "\"call\":\"first\",\"kind\":\"ordinary\",\"meets_at\":9000,"
                           "\"title\":\"May\"}",
                           i) > 0);
        tell(&made, line);
    }
    verify(&made, &report);
    expect_states(&report, true);
    tell(&made, "assembly.change {\"assembly\":\"00000000-0000-4000-8000-000000000000\","
                "\"meets_at\":9001,\"title\":\"June\"}");
    verify(&made, &report);
    expect_states(&report, true);
    tell(&made, "assembly.create {\"assembly\":\"00000000-0000-4000-8000-000000000001\","
                "\"call\":\"first\",\"kind\":\"ordinary\",\"meets_at\":9000,\"title\":\"May\"}");
    verify(&made, &report);
    expect_states(&report, false);
}

int main(void)
{
    TESTS(tests, 320);
    TABLE(tests, rows, is_judged);
    TEST(tests, a_version_is_in_force_as_soon_as_it_is_somewhere);
    TEST(tests, each_of_many_assemblies_is_remembered);
    return RUN(tests);
}
